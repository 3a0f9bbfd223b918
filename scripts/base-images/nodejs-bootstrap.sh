#!/bin/sh
: "${NODE_PATH:=/opt/nodejs/node_modules:/var/runtime/node_modules}"
export NODE_PATH
exec /var/lang/bin/node /var/runtime/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
