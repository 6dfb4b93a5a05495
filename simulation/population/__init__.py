"""Who is there: customers, employees, firms, their network of contacts, and how a market is set up.

Only who and what they are, and what must always hold of them. How anybody behaves stands in `rules`, when it
happens in `engines`.
"""
