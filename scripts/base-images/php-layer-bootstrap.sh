#!/bin/sh
# With its own loader and libraries, which need not be those of the image; and not in a folder of LD_LIBRARY_PATH, where the
# image's programs would find them.
php="${0%/*}/php"
export PHP_INI_SCAN_DIR="$php/conf.d"
for loader in "$php"/lib/ld-linux-*; do
  exec "$loader" --library-path "$php/lib" "$php/php" -c "$php" -d "extension_dir=$php/extensions" "$php/php.php"
done
