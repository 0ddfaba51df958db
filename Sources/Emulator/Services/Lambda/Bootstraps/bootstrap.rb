# Runs a Ruby handler against the Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
# A text of several lines (a backtrace) is written with carriage returns between them, so that it becomes one log event.
require 'json'
require 'net/http'

module CauceRuntime
  BASE = '/2018-06-01/runtime'

  # What the handler is told beside the event.
  class Context
    attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name,
                :memory_limit_in_mb, :function_version, :identity, :client_context, :deadline_ms

    def initialize(response)
      @aws_request_id = response['Lambda-Runtime-Aws-Request-Id']
      @invoked_function_arn = response['Lambda-Runtime-Invoked-Function-Arn']
      @deadline_ms = response['Lambda-Runtime-Deadline-Ms'].to_i
      @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
      @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
      @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
      @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
      @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
      client = response['Lambda-Runtime-Client-Context']
      @client_context = client && JSON.parse(client)
    end

    def get_remaining_time_in_millis
      [@deadline_ms - (Time.now.to_f * 1000).to_i, 0].max
    end
  end

  def self.write_event(text)
    $stdout.write(text.chomp.gsub(/\r?\n/, "\r") + "\n")
    $stdout.flush
  end

  def self.post(client, path, body, type = nil)
    fields = { 'Content-Type' => 'application/json' }
    fields['Lambda-Runtime-Function-Error-Type'] = type if type
    client.post(BASE + path, body, fields)
  end

  def self.describe(error)
    { errorMessage: error.message, errorType: "Function<#{error.class}>", stackTrace: error.backtrace || [] }
  end

  # `file.method` or `file.Module::Class.method`.
  def self.load_handler(name)
    file, *rest = name.split('.')
    require File.join(ENV['LAMBDA_TASK_ROOT'], file)
    return Object.new.method(rest[0]) if rest.length == 1

    Object.const_get(rest[0]).method(rest[1])
  end

  def self.serve(client, handler)
    loop do
      response = client.get("#{BASE}/invocation/next")
      exit(0) if response.code != '200'
      id = response['Lambda-Runtime-Aws-Request-Id']
      ENV['_X_AMZN_TRACE_ID'] = response['Lambda-Runtime-Trace-Id']
      begin
        event = JSON.parse(response.body)
        result = handler.call(event: event, context: Context.new(response))
        answer = JSON.generate(result)
      rescue StandardError, ScriptError => e
        body = describe(e)
        write_event("Error raised from handler method\n#{JSON.generate(body)}")
        post(client, "/invocation/#{id}/error", JSON.generate(body), 'Unhandled')
      else
        $stdout.flush
        $stderr.flush
        post(client, "/invocation/#{id}/response", answer)
      end
    end
  end

  def self.main
    $stdout.sync = true
    $stderr.sync = true
    $LOAD_PATH.unshift(ENV['LAMBDA_TASK_ROOT'])
    host, port = ENV['AWS_LAMBDA_RUNTIME_API'].split(':')
    client = Net::HTTP.new(host, port.to_i)
    client.read_timeout = nil
    client.keep_alive_timeout = 86_400
    client.start
    begin
      handler = load_handler(ENV['_HANDLER'])
    rescue StandardError, ScriptError => e
      body = describe(e).merge(errorType: "Init<#{e.class}>")
      write_event("Init error when loading handler #{ENV['_HANDLER']}\n#{JSON.generate(body)}")
      post(client, '/init/error', JSON.generate(body), body[:errorType])
      exit(1)
    end
    serve(client, handler)
  end
end

CauceRuntime.main
