"""What is shown: words, tables, charts, files. Nothing is computed here.

- `words`: labels and sentences in Chinese and English
- `output_folder`: where results go
- `tables`: tables for terminal, notebook and report
- `charts`: charts, and `.plot`
- `files`: report, workbook and folders to hand on
- `notebook`: results as HTML for a cell
- `templates`: HTML of the report and of notebook cells (Jinja2; see `simulation/templating.py`)
- `mesa_view`: `ProvinceModel` in Mesa's own viewer
"""
