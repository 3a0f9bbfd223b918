#!/bin/sh
# The command line is that of Lambda's java17 (seen there in 2024), but for the agent that patches Log4j: 85 % of the memory as
# heap, one collector thread, the first compiler alone, an archive of the JDK's and the client's classes.
lib=/var/runtime/lib
heap=$((${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-3008} * 1024 * 85 / 100))k
# The archive is good for this class path alone.
for jar in $lib/*.jar; do
  jars="$jars${jars:+:}$jar"
done
for native in $lib/jni/*.so; do
  set -- /var/lang/bin/java -XX:MaxHeapSize=$heap -XX:+UseSerialGC \
    -Xshare:on -XX:SharedArchiveFile=/var/lang/lib/server/runtime.jsa -XX:+TieredCompilation -XX:TieredStopAtLevel=1 \
    --add-opens=java.base/java.io=ALL-UNNAMED -Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac \
    -XX:+ErrorFileToStderr -Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="$native" \
    -classpath "$jars" com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
done
if [ -n "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  exec "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
fi
exec "$@"
