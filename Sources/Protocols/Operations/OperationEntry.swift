/// An operation in its service's list, its types erased: what the gateway and the tests work with.
package struct OperationEntry: Sendable {
  package let name: String
  /// Built when they are first asked for: hundreds of shapes that nobody uses would else be most of a server's start.
  package var input: Shape { makeInput() }
  package var output: Shape { makeOutput() }
  private let makeInput: @Sendable () -> Shape
  private let makeOutput: @Sendable () -> Shape
  package let http: HTTPBinding?
  /// Loop only. The input must be valid and of `input`.
  package let perform: @Sendable (Structure, RequestContext) throws(AWSError) -> ErasedAnswer
  /// For operations that take their body as it comes; nil for the others.
  package let receiver: (@Sendable (Structure, RequestContext) throws(AWSError) -> any BodyReceiver)?
  /// Who may ask at all, of an operation behind a check: whoever may not is told so and nothing else that is wrong.
  package let check: (@Sendable (Structure, RequestContext) throws(AWSError) -> Void)?

  /// `service` is carried into the closures; only the Loop calls them.
  /// Of parts, where no type states the operation.
  package init(
    name: String, input: Shape, output: Shape, http: HTTPBinding?,
    perform: @escaping @Sendable (Structure, RequestContext) throws(AWSError) -> ErasedAnswer
  ) {
    self.name = name
    makeInput = { input }
    makeOutput = { output }
    self.http = http
    self.perform = perform
    receiver = nil
    check = nil
  }

  private init(
    _ entry: OperationEntry, perform: @escaping @Sendable (Structure, RequestContext) throws(AWSError) -> ErasedAnswer,
    receiver: (@Sendable (Structure, RequestContext) throws(AWSError) -> any BodyReceiver)?,
    check: @escaping @Sendable (Structure, RequestContext) throws(AWSError) -> Void
  ) {
    name = entry.name
    makeInput = entry.makeInput
    makeOutput = entry.makeOutput
    http = entry.http
    self.perform = perform
    self.receiver = receiver
    self.check = check
  }

  /// The same operation behind a check, which comes before its body and before the operation itself.
  package func guarded(
    by check: @escaping @Sendable (Structure, RequestContext) throws(AWSError) -> Void
  ) -> OperationEntry {
    let perform = perform
    var guarded: (@Sendable (Structure, RequestContext) throws(AWSError) -> any BodyReceiver)?
    if let receiver {
      guarded = { (input: Structure, request: RequestContext) throws(AWSError) -> any BodyReceiver in
        try check(input, request)
        return try receiver(input, request)
      }
    }
    return OperationEntry(
      self,
      perform: { (input: Structure, request: RequestContext) throws(AWSError) -> ErasedAnswer in
        try check(input, request)
        return try perform(input, request)
      }, receiver: guarded, check: check)
  }

  package init<O: AWSOperation>(_ operation: O.Type, on service: O.Service) {
    let service = LoopOnly(service)
    name = O.name
    makeInput = { O.Input.shape }
    makeOutput = { O.Output.shape }
    http = O.http
    perform = { (input: Structure, request: RequestContext) throws(AWSError) -> ErasedAnswer in
      ErasedAnswer(try O.perform(Values<O.Input>(input), request, service.value))
    }
    receiver = nil
    check = nil
  }

  package init<O: BodyStreamingOperation>(streaming operation: O.Type, on service: O.Service) {
    let service = LoopOnly(service)
    name = O.name
    makeInput = { O.Input.shape }
    makeOutput = { O.Output.shape }
    http = O.http
    perform = { (input: Structure, request: RequestContext) throws(AWSError) -> ErasedAnswer in
      ErasedAnswer(try O.perform(Values<O.Input>(input), request, service.value))
    }
    check = nil
    receiver = { (input: Structure, request: RequestContext) throws(AWSError) -> any BodyReceiver in
      try O.receiver(Values<O.Input>(input), request, service.value)
    }
  }
}

/// `Answer` without its type.
package enum ErasedAnswer {
  case now(Structure)
  case later(@Sendable () async -> @Sendable () throws(AWSError) -> ErasedAnswer)
  case body(Structure, HTTPBody)

  package init<Output: StructureShape>(_ answer: Answer<Output>) {
    switch answer {
    case .now(let output): self = .now(output.structure)
    case .body(let output, let body): self = .body(output.structure, body)
    case .later(let work):
      self = .later {
        let finish = await work()
        return { () throws(AWSError) -> ErasedAnswer in ErasedAnswer(try finish()) }
      }
    }
  }
}
