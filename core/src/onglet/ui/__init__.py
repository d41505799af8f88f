"""Everything a person sees: words, formats, templates, static files, forms and whole pages.

This room knows no database and no user model: it is given plain dataclasses and gives back HTML.
"""
