def greet(event:, context:)
  { greeting: "Hello, #{event['whom']}" }
end
