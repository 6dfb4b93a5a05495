"""The firms' side of the month: programme, desk, people, product, management and ledger."""
