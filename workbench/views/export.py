"""Export: the aligned corpus as a file."""
import streamlit as st
def page(): return st.Page(draw, title="Export", url_path="export")
def draw(): st.write("x")
