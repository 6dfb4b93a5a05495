"""Who wins in the worlds that may well be: draws of the uncertain values, and what becomes of them."""
