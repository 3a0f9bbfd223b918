#!/bin/sh
export PYTHONPATH="/opt/python/lib/python3.11/site-packages:/opt/python:/var/runtime"
exec /var/lang/bin/python3.11 -m awslambdaric "$_HANDLER"
