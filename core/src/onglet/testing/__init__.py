"""The test kit: what the tests of Onglet and of its plugins stand on."""
