import Protocols

/// The pages that a website endpoint makes itself.
enum WebsitePage {
  /// `custom` is what went wrong with the website's own error document.
  static func error(_ error: AWSError, custom: AWSError? = nil, requestID: String) -> [UInt8] {
    let title = "\(error.status) \(reason(error.status))"
    var page = "<html>\n<head><title>\(title)</title></head>\n<body>\n<h1>\(title)</h1>\n<ul>\n"
    page += list(error)
    let bytes = Array(requestID.utf8)
    page += item("RequestId", requestID)
    page += item("HostId", Base64.encode(Array((bytes + bytes).prefix(72))))
    page += "</ul>\n"
    if let custom {
      page += "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n"
      page += list(custom) + "</ul>\n"
    }
    return Array((page + "<hr/>\n</body>\n</html>\n").utf8)
  }

  private static func list(_ error: AWSError) -> String {
    var text = item("Code", error.code) + item("Message", error.message ?? "")
    for element in error.elements { text += item(element.name, element.text) }
    return text
  }

  private static func item(_ name: String, _ value: String) -> String { "<li>\(name): \(escaped(value))</li>\n" }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  static func reason(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 412: "Precondition Failed"
    case 416: "Requested Range Not Satisfiable"
    case 500: "Internal Server Error"
    default: "Error"
    }
  }
}
