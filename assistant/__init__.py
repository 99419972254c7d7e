"""Question -> grounded answer, in the language of the question, from the plans' own words."""
