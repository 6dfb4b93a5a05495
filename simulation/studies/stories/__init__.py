"""Stories for a class: a question, a prediction made before anything is shown, seeded runs, and what they reveal."""
