# frozen_string_literal: true

# Stands in for Lambda's Ruby runtime client: loads the handler, then asks the Runtime API for one event after the other.
#
# It runs inside `init` and `invoke`. Standard library only, and of that what Lambda's own client loads too; like that one it
# opens a connection for each call.
# Behaviour: aws-lambda-ruby-runtime-interface-client. It differs in the names of error types: that client writes
# `Function<Name>`, this one `Name`.

require 'json'
require 'logger'
require 'net/http'
require 'stringio'

$stdout.sync = true # What a function printed is not lost with its process.

class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :log_group_name, :log_stream_name,
              :function_name, :function_version, :memory_limit_in_mb, :identity, :client_context, :tenant_id

  def initialize(headers)
    @aws_request_id = headers['Lambda-Runtime-Aws-Request-Id']
    @invoked_function_arn = headers['Lambda-Runtime-Invoked-Function-Arn']
    @deadline_ms = headers['Lambda-Runtime-Deadline-Ms'].to_i
    @tenant_id = headers['Lambda-Runtime-Aws-Tenant-Id']
    @identity = parsed(headers['Lambda-Runtime-Cognito-Identity'])
    @client_context = parsed(headers['Lambda-Runtime-Client-Context'])
    @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
    @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
    @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
    @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
    @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
  end

  def get_remaining_time_in_millis
    [@deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond), 0].max
  end

  private

  def parsed(text)
    JSON.parse(text) if text
  end
end

# The code of this file that a function can reach, out of its way.
module ThawRuntime
  API = '/2018-06-01/runtime'
  # The next event may be long in coming.
  READ_TIMEOUT_SECONDS = 1_000_000
  MAX_CAUSE_BYTES = 1024 * 1024
  MAX_FRAMES = 100

  # The Runtime API.
  class Client
    def initialize(address)
      @host, port = address.split(':')
      @port = (port || 80).to_i
    end

    def next
      response = call(Net::HTTP::Get.new("#{API}/invocation/next"))
      unless response.is_a?(Net::HTTPSuccess)
        raise "the Runtime API answered #{response.code} to invocation/next: #{response.body}"
      end
      response
    end

    def respond(request_id, body, content_type)
      post("/invocation/#{request_id}/response", body, 'Content-Type' => content_type)
    end

    def fail(request_id, report)
      cause = report.cause
      headers = cause.bytesize < MAX_CAUSE_BYTES ? { 'Lambda-Runtime-Function-XRay-Error-Cause' => cause } : {}
      post_error("/invocation/#{request_id}/error", report, headers)
    end

    def fail_init(report)
      post_error('/init/error', report)
    end

    private

    def post_error(path, report, headers = {})
      told = { 'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => report.kind }
      post(path, report.to_json, told.merge(headers))
    end

    def post(path, body, headers)
      request = Net::HTTP::Post.new("#{API}#{path}", headers)
      request.body = body
      call(request)
    end

    def call(request)
      request['User-Agent'] = "thaw-ruby/#{RUBY_VERSION}"
      http = Net::HTTP.new(@host, @port, nil)
      http.read_timeout = READ_TIMEOUT_SECONDS
      http.start { |connection| connection.request(request) }
    end
  end

  # What is told of an exception.
  class Report
    def initialize(error)
      @type = error.class.name || error.class.to_s
      @message = error.message.dup.force_encoding('UTF-8').scrub
      @trace = frames(error)
    end

    # Of the form category.reason.
    def kind
      "Function.#{@type.match?(/\A[A-Z][a-zA-Z]+\z/) ? @type : 'UserException'}"
    end

    def to_json(*)
      JSON.generate({ errorMessage: @message, errorType: @type, stackTrace: @trace.map(&:to_s) })
    end

    # For X-Ray. ASCII, since it is a header.
    def cause
      stack = @trace.first(15).map { |frame| { path: frame.path, line: frame.lineno, label: frame.label } }
      exceptions = [{ message: @message, type: @type, stack: stack }]
      cause = { working_directory: Dir.pwd, paths: Gem.paths.path, exceptions: exceptions }
      JSON.generate(cause, ascii_only: true)
    end

    private

    # Those of the function: the first of ours is where it was called.
    def frames(error)
      (error.backtrace_locations || []).take_while { |frame| frame.absolute_path != __FILE__ }.first(MAX_FRAMES)
    end
  end

  # `file.method` or `file.Class.method`.
  class Handler
    def initialize(name, root)
      @file, *names = name.split('.')
      if names.empty? || names.size > 2
        raise ArgumentError, "Invalid handler #{name.inspect}: expected FILE.METHOD or FILE.CLASS.METHOD"
      end
      @class_name = names.size == 2 ? names.first : nil
      @method_name = names.last
      $LOAD_PATH.unshift(root) unless $LOAD_PATH.include?(root)
    end

    def load
      require @file
    end

    def call(event, context)
      receiver = @class_name ? Kernel.const_get(@class_name) : TOPLEVEL_BINDING.receiver
      receiver.__send__(@method_name, event: event, context: context)
    end
  end

  # The loop.
  class Loop
    def initialize(client, handler)
      @client = client
      @handler = handler
    end

    def run
      loop { serve(@client.next) }
    end

    private

    def serve(request)
      request_id = request['Lambda-Runtime-Aws-Request-Id']
      ENV['_X_AMZN_TRACE_ID'] = request['Lambda-Runtime-Trace-Id']
      body, content_type = answer_to(request)
    rescue SignalException
      raise
    rescue Exception => e # rubocop:disable Lint/RescueException
      report(request_id, e)
      # As with Lambda's client: a name that does not exist and what is no StandardError end the process.
      exit(255) if e.is_a?(NameError) || !e.is_a?(StandardError)
    else
      @client.respond(request_id, body, content_type)
    end

    def answer_to(request)
      marshalled(@handler.call(event_of(request), LambdaContext.new(request)))
    end

    def event_of(request)
      request['Content-Type'].to_s.start_with?('application/json') ? JSON.parse(request.body) : request.body
    end

    def marshalled(answer)
      case answer
      when StringIO, IO
        [answer.read, 'application/unknown']
      else
        [answer.to_json, 'application/json']
      end
    end

    def report(request_id, error)
      report = Report.new(error)
      puts "Error raised from handler method\t#{report.to_json}"
      @client.fail(request_id, report)
    end
  end

  def self.run
    # Lambda's own client writes frames to it; lines on stdout are told apart as well.
    ENV.delete('_LAMBDA_TELEMETRY_LOG_FD')
    client = Client.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API', '127.0.0.1:9001'))
    # A signal ends it as it does any program.
    Loop.new(client, loaded(client)).run
  end

  def self.loaded(client)
    handler = Handler.new(ENV.fetch('_HANDLER', ''), ENV.fetch('LAMBDA_TASK_ROOT') { Dir.pwd })
    handler.load
    handler
  rescue SignalException
    raise
  rescue Exception => e # rubocop:disable Lint/RescueException
    report = Report.new(e)
    puts "Init error when loading handler\t#{report.to_json}"
    client.fail_init(report)
    exit(252)
  end
end

ThawRuntime.run
