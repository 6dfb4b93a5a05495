from simulation.api import Result as Result
from simulation.api import compare as compare
from simulation.api import run as run
from simulation.engines import Market as Market
from simulation.scenario import load_scenario as load_scenario

__version__: str
