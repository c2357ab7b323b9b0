"""What six provinces reported, beside what the model gives for it at the same definition, period and unit."""
