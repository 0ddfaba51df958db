// Runs a Java handler against the Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
// Java compiles this one file as it starts it. The function's own jars bring the interfaces of aws-lambda-java-core, which
// are only looked at by name: a handler may implement RequestHandler or RequestStreamHandler, or be any public method of
// up to two parameters. Events become maps, lists, texts and numbers, or objects by their setters and fields.

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public class Bootstrap {
  private static final String BASE =
      "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static void main(String[] arguments) throws Exception {
    Handler handler;
    try {
      handler = new Handler(System.getenv("_HANDLER"));
    } catch (Throwable error) {
      fail("/init/error", error);
      System.exit(1);
      return;
    }
    while (true) {
      HttpResponse<byte[]> next = CLIENT.send(
          HttpRequest.newBuilder(URI.create(BASE + "/invocation/next")).GET().build(),
          HttpResponse.BodyHandlers.ofByteArray());
      if (next.statusCode() != 200) System.exit(0);
      String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElse("");
      System.setProperty("com.amazonaws.xray.traceHeader", next.headers().firstValue("Lambda-Runtime-Trace-Id").orElse(""));
      try {
        byte[] answer = handler.call(next.body(), next);
        System.out.flush();
        post("/invocation/" + id + "/response", answer, null);
      } catch (Throwable error) {
        fail("/invocation/" + id + "/error", error instanceof InvocationTargetException ? error.getCause() : error);
      }
    }
  }

  private static void post(String tail, byte[] body, String errorType) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(BASE + tail))
        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (errorType != null) request.header("Lambda-Runtime-Function-Error-Type", errorType);
    CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding());
  }

  private static void fail(String tail, Throwable error) throws Exception {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    // One log event: carriage returns stand for the line ends.
    System.out.println(text.toString().strip().replace("\r\n", "\n").replace('\n', '\r'));
    System.out.flush();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("errorMessage", String.valueOf(error.getMessage()));
    body.put("errorType", error.getClass().getName());
    List<Object> trace = new ArrayList<>();
    for (StackTraceElement element : error.getStackTrace()) trace.add(element.toString());
    body.put("stackTrace", trace);
    post(tail, Json.write(body).getBytes(StandardCharsets.UTF_8), error.getClass().getName());
  }

  /** The method that takes the events. */
  static final class Handler {
    private final Object target;
    private final Method method;
    private final Type eventType;

    Handler(String name) throws Exception {
      String[] parts = name.split("::");
      Class<?> type;
      try {
        type = Class.forName(parts[0]);
      } catch (ClassNotFoundException error) {
        throw new ClassNotFoundException("Class not found: " + parts[0], error);
      }
      String wanted = parts.length > 1 ? parts[1] : "handleRequest";
      Method found = null;
      for (Method candidate : type.getMethods()) {
        if (!candidate.getName().equals(wanted) || candidate.isBridge() || candidate.getParameterCount() > 3) continue;
        if (found == null || candidate.getParameterCount() > found.getParameterCount()) found = candidate;
      }
      if (found == null) {
        throw new NoSuchMethodException(
            "No public method named " + wanted + " with appropriate method signature found on class " + parts[0]);
      }
      method = found;
      method.setAccessible(true);
      target = Modifier.isStatic(found.getModifiers()) ? null : type.getDeclaredConstructor().newInstance();
      Type[] types = found.getGenericParameterTypes();
      eventType = types.length == 0 ? Object.class : types[0];
    }

    byte[] call(byte[] event, HttpResponse<byte[]> next) throws Exception {
      Class<?>[] types = method.getParameterTypes();
      Object[] values = new Object[types.length];
      if (types.length >= 2 && types[0] == InputStream.class && types[1] == OutputStream.class) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values[0] = new ByteArrayInputStream(event);
        values[1] = out;
        if (types.length > 2) values[2] = context(types[2], next);
        method.invoke(target, values);
        return out.toByteArray();
      }
      if (types.length > 0) {
        values[0] = Json.bind(Json.read(new String(event, StandardCharsets.UTF_8)), eventType);
      }
      if (types.length > 1) values[1] = context(types[1], next);
      Object result = method.invoke(target, values);
      return Json.write(result).getBytes(StandardCharsets.UTF_8);
    }

    /** An object of the function's own Context interface. */
    private static Object context(Class<?> type, HttpResponse<byte[]> next) {
      if (!type.isInterface()) return null;
      long deadline = Long.parseLong(next.headers().firstValue("Lambda-Runtime-Deadline-Ms").orElse("0"));
      return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
        switch (method.getName()) {
          case "getAwsRequestId": return next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElse("");
          case "getInvokedFunctionArn":
            return next.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn").orElse("");
          case "getFunctionName": return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
          case "getFunctionVersion": return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
          case "getLogGroupName": return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
          case "getLogStreamName": return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
          case "getMemoryLimitInMB": return Integer.parseInt(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
          case "getRemainingTimeInMillis": return (int) Math.max(0, deadline - System.currentTimeMillis());
          case "getLogger": return logger(method.getReturnType());
          case "toString": return "Context";
          case "hashCode": return System.identityHashCode(proxy);
          case "equals": return proxy == arguments[0];
          default: return null;
        }
      });
    }

    private static Object logger(Class<?> type) {
      return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
        if (method.getName().equals("log") && arguments != null && arguments.length > 0) {
          Object message = arguments[0];
          String text = message instanceof byte[] ? new String((byte[]) message, StandardCharsets.UTF_8) : "" + message;
          System.out.println(text.replaceAll("\\R$", ""));
          System.out.flush();
        }
        return null;
      });
    }
  }

  /** JSON as Java's own values, and objects out of these. */
  static final class Json {
    private final String text;
    private int at;

    private Json(String text) { this.text = text; }

    static Object read(String text) {
      Json json = new Json(text);
      Object value = json.value();
      json.blank();
      if (json.at != text.length()) throw new IllegalArgumentException("more than one JSON value");
      return value;
    }

    private void blank() { while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++; }

    private void expect(char c) {
      blank();
      if (at >= text.length() || text.charAt(at) != c) throw new IllegalArgumentException("expected " + c + " at " + at);
      at++;
    }

    private boolean take(char c) {
      blank();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private Object value() {
      blank();
      char c = at < text.length() ? text.charAt(at) : ' ';
      if (c == '{') {
        at++;
        Map<String, Object> map = new LinkedHashMap<>();
        if (take('}')) return map;
        do {
          blank();
          String key = string();
          expect(':');
          map.put(key, value());
        } while (take(','));
        expect('}');
        return map;
      }
      if (c == '[') {
        at++;
        List<Object> list = new ArrayList<>();
        if (take(']')) return list;
        do list.add(value()); while (take(','));
        expect(']');
        return list;
      }
      if (c == '"') return string();
      int start = at;
      while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
      String word = text.substring(start, at);
      switch (word) {
        case "true": return true;
        case "false": return false;
        case "null": return null;
        default: break;
      }
      if (word.matches("-?\\d{1,9}")) return Integer.valueOf(word);
      if (word.matches("-?\\d{1,18}")) return Long.valueOf(word);
      return Double.valueOf(word);
    }

    private String string() {
      expect('"');
      StringBuilder out = new StringBuilder();
      while (true) {
        char c = text.charAt(at++);
        if (c == '"') return out.toString();
        if (c != '\\') {
          out.append(c);
          continue;
        }
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n': out.append('\n'); break;
          case 't': out.append('\t'); break;
          case 'r': out.append('\r'); break;
          case 'b': out.append('\b'); break;
          case 'f': out.append('\f'); break;
          case 'u':
            out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
            at += 4;
            break;
          default: out.append(escaped);
        }
      }
    }

    static String write(Object value) {
      StringBuilder out = new StringBuilder();
      write(value, out);
      return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
      if (value == null || value instanceof Boolean || value instanceof Number) {
        out.append(value);
      } else if (value instanceof Map) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.append(separator);
          quote(String.valueOf(entry.getKey()), out);
          out.append(':');
          write(entry.getValue(), out);
          separator = ",";
        }
        out.append('}');
      } else if (value instanceof Collection || value instanceof Object[]) {
        out.append('[');
        String separator = "";
        Collection<?> all = value instanceof Collection ? (Collection<?>) value : List.of((Object[]) value);
        for (Object each : all) {
          out.append(separator);
          write(each, out);
          separator = ",";
        }
        out.append(']');
      } else if (value instanceof CharSequence || value instanceof Character || value instanceof Enum) {
        quote(value.toString(), out);
      } else {
        write(properties(value), out);
      }
    }

    private static void quote(String text, StringBuilder out) {
      out.append('"');
      for (char c : text.toCharArray()) {
        if (c == '"' || c == '\\') out.append('\\').append(c);
        else if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
        else out.append(c);
      }
      out.append('"');
    }

    /** What an object's getters and public fields tell. */
    private static Map<String, Object> properties(Object object) {
      Map<String, Object> all = new LinkedHashMap<>();
      try {
        for (Method method : object.getClass().getMethods()) {
          String name = method.getName();
          int skip = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
          if (skip == 0 || name.length() == skip || method.getParameterCount() > 0 || name.equals("getClass")) continue;
          method.setAccessible(true);
          all.put(Character.toLowerCase(name.charAt(skip)) + name.substring(skip + 1), method.invoke(object));
        }
        for (Field field : object.getClass().getFields()) {
          if (!Modifier.isStatic(field.getModifiers())) all.put(field.getName(), field.get(object));
        }
      } catch (ReflectiveOperationException error) {
        throw new IllegalArgumentException(error);
      }
      return all;
    }

    /** The JSON value as an object of that type. */
    static Object bind(Object value, Type type) {
      Class<?> raw = type instanceof Class ? (Class<?>) type
          : type instanceof ParameterizedType ? (Class<?>) ((ParameterizedType) type).getRawType() : Object.class;
      if (value == null) return null;
      if (raw == Object.class || raw.isInstance(value) && !(type instanceof ParameterizedType)) return value;
      if (raw == String.class) return value instanceof String ? value : write(value);
      if (value instanceof Boolean && (raw == boolean.class || raw == Boolean.class)) return value;
      if (value instanceof Number) {
        Number number = (Number) value;
        if (raw == int.class || raw == Integer.class) return number.intValue();
        if (raw == long.class || raw == Long.class) return number.longValue();
        if (raw == double.class || raw == Double.class) return number.doubleValue();
        if (raw == float.class || raw == Float.class) return number.floatValue();
      }
      Type[] inner = type instanceof ParameterizedType
          ? ((ParameterizedType) type).getActualTypeArguments() : new Type[] {Object.class, Object.class};
      if (value instanceof List && raw.isAssignableFrom(ArrayList.class)) {
        List<Object> list = new ArrayList<>();
        for (Object each : (List<?>) value) list.add(bind(each, inner[0]));
        return list;
      }
      if (value instanceof Map) {
        Map<?, ?> map = (Map<?, ?>) value;
        if (raw.isAssignableFrom(LinkedHashMap.class)) {
          Map<Object, Object> bound = new LinkedHashMap<>();
          for (Map.Entry<?, ?> entry : map.entrySet()) {
            bound.put(entry.getKey(), bind(entry.getValue(), inner[inner.length - 1]));
          }
          return bound;
        }
        return object(map, raw);
      }
      throw new IllegalArgumentException("a JSON value cannot become a " + raw.getName());
    }

    private static Object object(Map<?, ?> map, Class<?> type) {
      try {
        Object object = type.getDeclaredConstructor().newInstance();
        for (Method method : type.getMethods()) {
          String name = method.getName();
          if (!name.startsWith("set") || name.length() == 3 || method.getParameterCount() != 1) continue;
          String key = Character.toLowerCase(name.charAt(3)) + name.substring(4);
          Object found = map.containsKey(key) ? map.get(key) : map.get(name.substring(3));
          if (found == null) continue;
          method.setAccessible(true);
          method.invoke(object, bind(found, method.getGenericParameterTypes()[0]));
        }
        for (Field field : type.getFields()) {
          if (Modifier.isStatic(field.getModifiers()) || !map.containsKey(field.getName())) continue;
          field.set(object, bind(map.get(field.getName()), field.getGenericType()));
        }
        return object;
      } catch (ReflectiveOperationException error) {
        throw new IllegalArgumentException("the event cannot become a " + type.getName(), error);
      }
    }
  }
}
