"""Ordinary figures of a company, from which the parameters of the model follow."""

from simulation.scenario.parameter import Section, setting


class DepartmentHeads(Section):
    """Employees of the company by department."""

    marketing: int | None = setting(None, low=1, high=1_000_000, unit="employees", meaning="Employees in marketing.")
    sales: int | None = setting(None, low=1, high=1_000_000, unit="employees", meaning="Employees in sales.")
    onboarding: int | None = setting(None, low=1, high=1_000_000, unit="employees",
        meaning="Employees who get new customers started: installation, training, delivery.")
    operations: int | None = setting(None, low=1, high=1_000_000, unit="employees",
        meaning="Employees in product and operations.")
    billing: int | None = setting(None, low=1, high=1_000_000, unit="employees",
        meaning="Employees in billing and administration of customers.")
    support: int | None = setting(None, low=1, high=1_000_000, unit="employees",
        meaning="Employees who answer customers: calls, messages, complaints.")


class Company(Section):
    """Figures of your own company; what follows from them need not be said anywhere else. Left out: the model's ordinary."""

    customers: int | None = setting(None, low=30, high=1_000_000_000, unit="customers", meaning="Customers of the company.")
    revenue_per_customer_per_month: float | None = setting(None, low=0.01, high=1e9, unit="currency/month",
        meaning="Revenue per customer and month, on average.")
    churn_per_year: float | None = setting(None, low=0.005, high=0.9, unit="share/year",
        meaning="Share of customers that leave within a year.")
    gross_margin: float | None = setting(None, low=0.05, high=0.90, unit="share of revenue",
        meaning="Revenue less goods bought and the wages of product and operations.")
    operating_margin: float | None = setting(None, low=0.0, high=0.80, unit="share of revenue",
        meaning="What is left of revenue after all costs, before interest and taxes.")
    wage_per_year: float | None = setting(None, low=1.0, high=1e8, unit="currency/year",
        meaning="Cost of an employee in a year, on average.")
    operations_wage_per_year: float | None = setting(None, low=1.0, high=1e8, unit="currency/year",
        meaning="The same in product and operations, where it differs.")
    quits_per_year: float | None = setting(None, low=0.01, high=2.0, unit="share/year",
        meaning="Share of employees who quit within a year.")
    contacts_per_customer_per_year: float | None = setting(None, low=0.05, high=12.0, unit="contacts/year",
        meaning="Contacts with support per customer and year: calls, messages, complaints.")
    advertising_per_year: float | None = setting(None, low=0.0, high=1e13, unit="currency/year",
        meaning="Advertising in a year.")
    budget_per_year: float | None = setting(None, low=0.0, high=1e13, unit="currency/year",
        meaning="What can be spent on improvement in a year; every strategy gets the same, and so do the rivals, by revenue.")
    currency: str | None = setting(None, unit="none", meaning="Currency of these amounts.")
    retention_table: str | None = setting(None, unit="none",
        meaning="CSV file with the columns year and share: of new customers, the share still there after so many years.")
    employees: DepartmentHeads = DepartmentHeads()
    fitted: bool | None = setting(None, unit="none",
        meaning="Noted by the program: true once the parameters are fitted to the figures, false while they are a first guess.")
    set_by_hand: tuple[str, ...] | None = setting(None, unit="none",
        meaning="Parameters that the file says itself, so that they do not follow from the figures; noted by the program.")

    @property
    def given(self) -> bool:
        """Whether the scenario is about a company with figures of its own."""
        return bool(self.model_dump(exclude_none=True, exclude={"fitted", "set_by_hand", "currency"}, exclude_defaults=True))

    @property
    def needs_fit(self) -> bool:
        """Whether some parameters are only a first guess yet, to be fitted by simulating."""
        return self.given and not self.fitted
