import Protocols

/// What a browser sees that follows the link of an e-mail. Browsers show an XML document of the XHTML namespace as a page,
/// so the answer keeps the content type of awsQuery.
enum AnswerPage {
  /// Whether a browser asks, rather than an SDK.
  static func isWanted(_ request: RequestContext) -> Bool {
    request.head?.fields["Accept"]?.contains("text/html") ?? false
  }

  /// The page as the answer's body.
  static func body(title: String, _ paragraphs: [String]) -> HTTPBody {
    let text = paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n")
    return .bytes(
      Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <html xmlns="http://www.w3.org/1999/xhtml">
        <head><title>\(escaped(title))</title>
        <style>body { font-family: sans-serif; max-width: 44em; margin: 4em auto; line-height: 1.5 }</style></head>
        <body><h1>\(escaped(title))</h1>
        \(text)
        </body></html>

        """.utf8))
  }

  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
