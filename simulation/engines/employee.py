"""An employee: one person on one position of a department."""

import mesa

from simulation.population.employees import Person


class Employee(mesa.Agent):
    """One employee: lasting traits, and the state that a month moves."""

    def __init__(self, model: mesa.Model, place: int, position: int, department: int, generation: int, person: Person):
        super().__init__(model)
        self.place = place
        self.position = position
        self.department = department
        self.generation = generation
        self.person = person
        self.tenure = 0
        self.skill = 0.0
        self.orientation = 0.0
        self.engagement = 0.0
        self.fatigue = 0.0
        self.productivity = 0.0


class Position:
    """A position of a department: held by an employee, or vacant until somebody is hired."""

    __slots__ = ("department", "employee", "generation", "number", "vacant_months")

    def __init__(self, number: int, department: int) -> None:
        self.number = number
        self.department = department
        self.employee: Employee | None = None
        self.generation = 0
        self.vacant_months = 0
