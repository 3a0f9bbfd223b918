# frozen_string_literal: true

# The function of docs/conformance.md for Ruby.

raise 'asked to fail at load' unless ENV.fetch('CONFORMANCE_FAIL_AT_LOAD', '').empty?

# The client reports the name of the error's class, which need not be a constant's.
def named_error(type)
  Class.new(StandardError).tap { |error| error.define_singleton_method(:name) { type } }
end

def context_seen(context)
  {
    requestId: context.aws_request_id,
    deadlineMs: context.deadline_ms,
    invokedFunctionArn: context.invoked_function_arn,
    traceId: ENV['_X_AMZN_TRACE_ID']
  }
end

def handler(event:, context:)
  action = event['action'] if event.is_a?(Hash)
  case action
  when 'echo' then event['payload']
  when 'throw' then raise named_error(event['type']), event['message']
  when 'sleep' then sleep(event['ms'] / 1000.0) && nil
  when 'context' then context_seen(context)
  when 'env' then ENV.to_h
  when 'large' then 'x' * event['bytes']
  # Not exit, which is an exception that the client reports.
  when 'exit' then exit!(event.fetch('code', 0))
  else event
  end
end
