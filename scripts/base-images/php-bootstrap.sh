#!/bin/sh
exec /var/lang/bin/php /var/runtime/php.php
