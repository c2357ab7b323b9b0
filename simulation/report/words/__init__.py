"""How what is shown is said in Chinese and English; the words themselves are in `simulation.messages`.

- `labels`: what every id is called
- `words`: sentences and headings
- `amounts`, `unit_words`, `periods`, `county_names`: how amounts, units, periods and places are written
- `results`: what tables and charts ask of a result
- `experiment_words`, `parameter_words`, `uprating`: words of sweeps and searches
- `mechanism_words`, `reported_words`, `plot_words`: words of mechanisms, statements and plots
"""
