"""The documentation as a site: `pip install -e '.[docs]'`, then `sphinx-build -W -b html docs build/site`.

The documents are written to be read in the repository. docs/site/ makes the rest: which page stands where, pages of the
documents outside docs/, the reference of the commands, and links between all of them. Notebooks are shown as they are
stored; a test executes them. Nothing on a page is loaded from elsewhere.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

import commands
import navigation
import outside

import simulation

project = "Centricity"
author = "the centricity developers"
copyright = f"{author}. MIT licence"
version = release = simulation.__version__

extensions = ["myst_nb"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
myst_heading_anchors = 4
myst_links_external_new_tab = True
myst_enable_extensions = ["colon_fence"]
myst_url_schemes = {"https": None, "http": None, "mailto": None}
exclude_patterns = ["site", "*.py"]
suppress_warnings = ["myst.header"]      # a document may begin at any level

html_theme = "furo"
html_title = f"Centricity {version}"
html_static_path = ["site/static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
templates_path: list[str] = []

outside.write_pages()
commands.write_page()


def setup(app):
    """Fills the navigation into the start page and leads links to where the site has what they mean."""
    app.connect("source-read", navigation.fill)
    app.connect("source-read", outside.lead_links)
