"""Verification: is a stored result still what was found, and is it found again?"""
