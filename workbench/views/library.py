"""Library."""
import streamlit as st
def page(): return st.Page(draw, title="Library", url_path="library", default=True)
def draw(): st.write("x")
