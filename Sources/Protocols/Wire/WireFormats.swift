struct NoFormat: WireFormat {
  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure { Structure(shape) }
  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    WireAnswer(status: 200)
  }
  func answer(_ error: AWSError, requestID: String) -> WireAnswer { WireAnswer(status: 200) }
}
extension ServiceDescription { package func format(_ name: WireProtocol) -> any WireFormat { NoFormat() } }
