import socket
import urllib.request

import pytest


def test_opening_a_connection_fails_the_test():
    with socket.socket(socket.AF_INET) as plug, pytest.raises(AssertionError, match="connection"):
        plug.connect(("127.0.0.1", 9))


def test_looking_up_a_name_fails_the_test():
    with pytest.raises(AssertionError, match="looked up"):
        urllib.request.urlopen("http://clinic.invalid/")
