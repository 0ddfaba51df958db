import Support

extension TestHouse {
  /// Sends a document to a subresource of `bucket`.
  func configure(
    _ query: String, _ document: String, _ fields: [(String, String)] = []
  ) async -> (status: Int, text: String) {
    let answer = await send("PUT", "/bucket", query: query, fields: fields, body: Array(document.utf8))
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  /// Reads a subresource of `bucket`.
  func configuration(_ query: String) async -> (status: Int, text: String) {
    let answer = await send("GET", "/bucket", query: query)
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }
}
