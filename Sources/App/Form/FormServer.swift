package import Protocols
package import Transport

/// The bundled form app: `GET /load` a form, `POST /load` a series of objects into Kinesis, `GET /progress` how far they
/// have come where the endpoint is the emulator, `GET /health` for a container's health check. An ordinary client.
///
/// `@unchecked Sendable`: a server's application is called on the loop; what goes to a task is Sendable itself.
package final class FormServer: HTTPApplication, @unchecked Sendable {
  private let loop: EventLoop
  private let options: FormOptions
  private let client: HTTPClient
  private let writer: StreamWriter

  package init(_ options: FormOptions, loop: EventLoop) {
    self.loop = loop
    self.options = options
    client = HTTPClient(loop: loop, trust: options.trust)
    writer = StreamWriter(options: options, client: client)
  }

  package func begin(
    _ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder
  ) -> (any BodySink)? {
    let reply = Reply(responder)
    switch (head.method, head.path) {
    case ("GET", "/"), ("HEAD", "/"):
      responder.respond(
        HTTPResponseHead(status: 303, fields: HTTPFields([.init(name: "Location", value: "/load")])), .bytes([]))
    case ("GET", "/load"), ("HEAD", "/load"):
      reply.html(200, FormPage(texts: .of(head), stream: options.stream).form())
    case ("POST", "/load"):
      return MemorySink(limit: 64 << 10, expected: head.contentLength) { [self] sink in
        if sink.overflow { reply.text(413, "too large") } else { load(head, sink.bytes, reply) }
      }
    case ("GET", "/progress"): progress(head, reply)
    case ("GET", "/health"), ("HEAD", "/health"): reply.text(200, "ok")
    case (_, "/"), (_, "/load"), (_, "/progress"), (_, "/health"):
      reply.text(405, "this page does not take \(head.method)")
    default: reply.text(404, "there is no such page")
    }
    return nil
  }

  /// Makes the objects and sends them one after the other, each by PutRecord, in the order of their creation.
  private func load(_ head: HTTPRequestHead, _ body: [UInt8], _ reply: Reply) {
    let texts = FormTexts.of(head)
    let page = FormPage(texts: texts, stream: options.stream)
    let fields = (try? Form.parse(body)) ?? []
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    // A bare POST, as a script sends it, takes what the form shows.
    let countText = value("count") ?? "20"
    let productsText = value("products") ?? Product.names.joined(separator: "\n")
    let names = productsText.split(whereSeparator: \.isNewline).map { trimmed($0) }.filter { !$0.isEmpty }
    guard let count = Int(countText), (1...500).contains(count) else {
      return reply.html(400, page.form(count: countText, products: productsText, problem: texts.invalidCount))
    }
    guard !names.isEmpty else {
      return reply.html(400, page.form(count: countText, products: productsText, problem: texts.invalidProducts))
    }
    Task.detached { [self] in
      var rows: [FormPage.Row] = []
      for _ in 0..<count {
        let product = Product.random(of: names)
        rows.append(
          FormPage.Row(product: product, outcome: await writer.put(product.json.bytes, partitionKey: product.id)))
      }
      let progress = await isEmulator() ? progressAddress(rows) : nil
      let html = page.result(rows, progress: progress)
      let failed = rows.contains { if case .failed = $0.outcome { true } else { false } }
      loop.post { reply.html(failed ? 502 : 200, html) }
    }
  }

  private func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  private func isEmulator() async -> Bool {
    let head = HTTPRequestHead(method: "GET", path: "/_cauce/health")
    return (try? await client.send(options.endpointHost, options.endpointPort, head, timeout: .seconds(5)).status)
      == 200
  }

  private func progressAddress(_ rows: [FormPage.Row]) -> String? {
    let numbers = rows.compactMap { row in
      if case .stored(_, let number) = row.outcome { number } else { nil }
    }
    return numbers.isEmpty ? nil : "/progress?numbers=" + numbers.joined(separator: ",")
  }

  /// Asks the emulator for the way of each record (`/_cauce/trace/<sequence number>`).
  private func progress(_ head: HTTPRequestHead, _ reply: Reply) {
    let texts = FormTexts.of(head)
    let page = FormPage(texts: texts, stream: options.stream)
    let fields = (try? Form.parse(head.query)) ?? []
    let numbers = (fields.first { $0.name == "numbers" }?.value ?? "").split(separator: ",").prefix(500).map(
      String.init
    )
    .filter { $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }
    let again = "/progress?" + head.query
    Task.detached { [self] in
      var all: [(sequenceNumber: String, hops: [String])] = []
      for number in numbers { all.append((number, await hops(of: number, texts))) }
      let html = page.progress(all, again: again)
      loop.post { reply.html(200, html) }
    }
  }

  private func hops(of number: String, _ texts: FormTexts) async -> [String] {
    let head = HTTPRequestHead(method: "GET", path: "/_cauce/trace/\(number)")
    guard let answer = try? await client.send(options.endpointHost, options.endpointPort, head, timeout: .seconds(5)),
      let trace = try? JSONValue.parse(answer.body)
    else { return [] }
    var hops: [String] = []
    func some(_ key: String) -> Bool { !(trace[key]?.array ?? []).isEmpty }
    if some("invocations") { hops.append(texts.handled) }
    if some("items") { hops.append(texts.stored) }
    if some("messages") { hops.append(texts.alert) }
    if some("objects") { hops.append(texts.delivered) }
    return hops
  }
}

/// The way back for one request.
///
/// `@unchecked Sendable`: tasks carry it back to the loop, where it is used.
private struct Reply: @unchecked Sendable {
  private let responder: any HTTPResponder
  init(_ responder: any HTTPResponder) { self.responder = responder }

  func html(_ status: Int, _ text: String) { send(status, text, "text/html; charset=utf-8") }
  func text(_ status: Int, _ text: String) { send(status, text + "\n", "text/plain; charset=utf-8") }

  private func send(_ status: Int, _ text: String, _ type: String) {
    let fields = HTTPFields([
      .init(name: "Content-Type", value: type), .init(name: "Cache-Control", value: "no-store"),
      .init(
        name: "Content-Security-Policy", value: "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"),
    ])
    responder.respond(HTTPResponseHead(status: status, fields: fields), .bytes(Array(text.utf8)))
  }
}
