package hello;

import java.util.Map;

/** Greets whom the event names; a method of any class will do, so that the compiler needs no library. */
public class Function {
  public Map<String, String> greet(Map<String, String> event) {
    return Map.of("greeting", "Hello, " + event.get("whom"));
  }
}
