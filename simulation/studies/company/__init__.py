"""A scenario fitted to a company's figures."""
