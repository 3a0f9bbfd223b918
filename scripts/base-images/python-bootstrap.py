"""Starts AWS's client with the folders of the function and of layers before its own, and leaves PYTHONPATH as Lambda has it."""

import os
import sys

from awslambdaric.__main__ import main

sys.path[0:0] = [os.environ["LAMBDA_TASK_ROOT"], "/opt/python/lib/python3.11/site-packages", "/opt/python"]
main([__file__, os.environ["_HANDLER"]])
