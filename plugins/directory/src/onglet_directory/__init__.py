"""The company directory of Onglet: search, completion and yearly figures of French firms."""
