"""Files to hand on.

- `sheets`: a sheet of a workbook
- `assumptions_sheet`, `years_sheet`, `charts_sheet`, `workbook`: the workbook
- `chart_files`: pictures and numbers of the charts in a folder
- `html_report`, `pdf`: the report
- `outputs`: the folder of a result
- `several_reforms`: of several reforms
- `experiment_files`: of a sweep or search
- `households`, `reported`: of cliffs, and of what provinces reported
"""
