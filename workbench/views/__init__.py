"""The dashboard: one module per page; they draw what the workflow gives and decide nothing."""
