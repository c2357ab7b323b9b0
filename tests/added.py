"""A reform that adds a programme, as a file."""

ADDED = """
id = "minors_grant"
label = { zh = "未成年人补助", en = "Grant for minors" }
[[change]]
path = "programmes"
op = "insert"
from = 2023-04-01
[change.row]
schema = 1
id = "minors"
label = { zh = "未成年人补助", en = "Grant for minors" }
order = 900
period = "month"
reference = "draft"
need = { yuan = 100, per = "minors" }
[[change.row.passport]]
status = "dibao"
reference = "draft"
[change.row.benefit]
kind = "flat"
label = { zh = "补助", en = "Grant" }
reference = "draft"
"""
