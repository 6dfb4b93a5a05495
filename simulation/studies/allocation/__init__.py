"""The best division of a budget over what it can buy."""
