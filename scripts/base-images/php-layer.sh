#!/bin/sh
# Writes a layer to stdout, as a tar archive: this PHP with all that it needs of Debian, and the bootstrap. It runs as a layer
# or inside of a function's own folder, on any image of a provided runtime.
set -e
layer=$(mktemp -d)
mkdir -p "$layer/php/lib" "$layer/php/extensions" "$layer/php/conf.d"
extensions=$(php -r 'echo ini_get("extension_dir");')
cp /var/runtime/layer-bootstrap "$layer/bootstrap"
cp /var/runtime/php.php "$layer/php/"
cp -L /var/lang/bin/php "$layer/php/php"
cp -L "$extensions"/*.so "$layer/php/extensions/"
cp -L /etc/php/8.2/cli/php.ini "$layer/php/"
cp -L /etc/php/8.2/cli/conf.d/*.ini "$layer/php/conf.d/"
# Libraries keep the names under which they are looked for; the loader is one of them.
ldd /var/lang/bin/php "$extensions"/*.so | grep -o '/[^ :]*' | grep -v -e "^$extensions" -e '^/var/lang' | sort -u |
  xargs -I{} cp -L {} "$layer/php/lib/"
tar -C "$layer" -c .
