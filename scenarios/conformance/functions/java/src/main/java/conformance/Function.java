package conformance;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The function of docs/conformance.md on aws-lambda-java-runtime-interface-client. */
public final class Function implements RequestStreamHandler {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    public Function() {
        String fail = System.getenv("CONFORMANCE_FAIL_AT_LOAD");
        if (fail != null && !fail.isEmpty()) {
            throw new IllegalStateException("asked to fail at load");
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Reader reader = new InputStreamReader(input, UTF_8);
        JsonElement answer = answer(JsonParser.parseReader(reader), context);
        try (Writer writer = new OutputStreamWriter(output, UTF_8)) {
            GSON.toJson(answer, writer);
        }
    }

    private static JsonElement answer(JsonElement event, Context context) {
        if (!event.isJsonObject()) {
            return event;
        }
        JsonObject asked = event.getAsJsonObject();
        switch (actionOf(asked)) {
            case "echo":
                return asked.has("payload") ? asked.get("payload") : JsonNull.INSTANCE;
            case "throw":
                throw NamedException.create(asked.get("type").getAsString(), asked.get("message").getAsString());
            case "sleep":
                return sleep(asked.get("ms").getAsLong());
            case "context":
                return contextSeen(context);
            case "env":
                return GSON.toJsonTree(System.getenv());
            case "large":
                return new JsonPrimitive("x".repeat(asked.get("bytes").getAsInt()));
            case "exit":
                System.exit(asked.has("code") ? asked.get("code").getAsInt() : 0);
                return JsonNull.INSTANCE;
            default:
                return event;
        }
    }

    private static String actionOf(JsonObject asked) {
        JsonElement action = asked.get("action");
        return action != null && action.isJsonPrimitive() ? action.getAsString() : "";
    }

    private static JsonElement sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
        return JsonNull.INSTANCE;
    }

    private static JsonElement contextSeen(Context context) {
        JsonObject seen = new JsonObject();
        seen.addProperty("requestId", context.getAwsRequestId());
        // The client tells the time that is left, not the deadline.
        seen.addProperty("deadlineMs", System.currentTimeMillis() + context.getRemainingTimeInMillis());
        seen.addProperty("invokedFunctionArn", context.getInvokedFunctionArn());
        seen.addProperty("traceId", context.getXrayTraceId());
        return seen;
    }
}
