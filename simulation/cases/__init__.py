"""Expert cases: households worked by hand from the legal text, run against the rules.

`arithmetic` evaluates the hand-worked expressions without the rules; `models` and `reading` say what a file may
hold; `under` and `posing` put a case into its scenario; `answering` takes it through plain Python, the compiled
functions and the array path, `outputs` says it in the words of case files; `grids` holds properties over a grid;
`suite` puts files together, `checking` compares and counts.
"""
