"""Steps 5 to 7: how households become known.

- `register`: the register of low-income people and the anti-return list
- `outreach`: word of mouth, campaigns, hotline, screening of shared data
- `visits`: visits from lists, care, door to door
"""
