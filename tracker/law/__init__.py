"""What a change may do: changes, lifecycles, the law they are judged by, and the checks."""
