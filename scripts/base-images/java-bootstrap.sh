#!/bin/sh
# Flags as on Lambda: one collector thread, the first compiler alone, an archive of the JDK's own classes.
exec java -XX:MaxRAMPercentage=80 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
  -cp "/var/runtime/lib/*:/var/task:/var/task/lib/*:/opt/java/lib/*" \
  com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
