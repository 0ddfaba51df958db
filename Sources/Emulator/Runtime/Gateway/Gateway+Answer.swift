import Protocols

/// The end of the way: what an operation gave, or its failure, as the bytes that leave after the commit.
extension Gateway {
  func succeed(
    _ target: Registry.Target, _ exchange: Exchange, _ input: Structure, _ answer: Cloud.InnerAnswer
  ) {
    remember(target, exchange, input, answer.structure)
    var wire = target.format.answer(answer.structure, of: target.entry, requestID: exchange.id)
    if case .stream(let source)? = answer.body, let type = source.contentType {
      wire.fields["Content-Type"] = type
      (source as? EventStreamBody)?.format = target.format
    }
    if let other = target.entry.http?.statusWhen, wire.fields[other.field] != nil { wire.status = other.status }
    exchange.outgoing = (wire, answer.body, nil)
    waiting.append(.answer(exchange))
  }

  func fail(_ exchange: Exchange, _ error: AWSError) {
    if error.cause != nil { log.failure(error) }
    var error = error
    if error.cause != nil, let service = exchange.service { error.code = service.internalCode }
    exchange.outgoing = (exchange.render(error), nil, error)
    waiting.append(.answer(exchange))
  }

  /// LAST the fields that every answer of the service has; then the transport writes.
  func send(_ exchange: Exchange) {
    // Taken, not copied: the fields are then added in place.
    guard var answer = exchange.outgoing.take() else { return }
    let isDynamoDB = exchange.service?.name == "dynamodb"
    if isDynamoDB, answer.wire.body.count >= AnswerCompression.least {
      AnswerCompression.compress(&answer.wire, accepting: exchange.head.fields["Accept-Encoding"])
    }
    if exchange.service?.name == "s3" {
      answer.wire.fields.add("x-amz-request-id", exchange.id)
      answer.wire.fields.add("x-amz-id-2", exchange.extendedID)
    } else {
      answer.wire.fields.add("x-amzn-RequestId", exchange.id)
      // Answers of events lack it (recorded from AWS).
      if exchange.service?.name == "kinesis", answer.body == nil {
        answer.wire.fields.add("x-amz-id-2", exchange.extendedID)
      }
    }
    // DynamoDB's clients check what came, compressed or not, against this.
    if isDynamoDB {
      answer.wire.fields.add("Server", "Server")
      var crc = CRC(.crc32)
      crc.update(answer.wire.body)
      answer.wire.fields.add("x-amz-crc32", String(crc.value))
    }
    if let own = exchange.crossOriginFields {
      for field in own { answer.wire.fields.add(field.name, field.value) }
    } else if let origin = exchange.origin {
      origins.allow(origin, &answer.wire.fields)
    }
    log.add(exchange, status: answer.wire.status, error: answer.error, now: clock.milliseconds)
    exchange.responder.respond(
      HTTPResponseHead(status: answer.wire.status, fields: answer.wire.fields), answer.body ?? .bytes(answer.wire.body))
  }

  /// Calls of functions' processes, for the trace.
  private func remember(_ target: Registry.Target, _ exchange: Exchange, _ input: Structure, _ output: Structure) {
    let key = exchange.context.caller.accessKey
    // Of the keys that callers use, only those that STS gave out begin so.
    guard key.utf8.first == UInt8(ascii: "A"), key.hasPrefix("ASIA") else { return }
    trail.add(
      Trail.Step(
        accessKey: key, time: clock.milliseconds, service: target.service.name, operation: target.entry.name,
        input: input, output: output))
  }
}
