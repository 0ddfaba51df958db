import Protocols
import Testing

/// What Kinesis and Athena were recorded to answer where an operation has nothing to say.
@Suite struct EmptyAnswerTests {
  private func body(_ wire: ServiceDescription.WireProtocol, _ output: Shape) -> [UInt8] {
    let entry = OperationEntry(
      name: "DoThing", input: Nothing.shape, output: output, http: nil,
      perform: { (_: Structure, _: RequestContext) throws(AWSError) -> ErasedAnswer in throw AWSError.internal("") })
    return MalformedInputTests.service.format(wire).answer(Structure(output), of: entry, requestID: "id").body
  }

  @Test func noOutputAndEmptyOutput() {
    let empty = Shape("StopThingOutput", .structure)
    #expect(body(.awsJSON(version: "1.1"), Nothing.shape) == [])
    #expect(body(.awsJSON(version: "1.1"), empty) == Array("{}".utf8))
    #expect(body(.kinesisCBOR, Nothing.shape) == [])
    #expect(body(.kinesisCBOR, empty) == [0xBF, 0xFF])
    #expect(!String(decoding: body(.awsQuery, Nothing.shape), as: UTF8.self).contains("DoThingResult"))
    #expect(String(decoding: body(.awsQuery, empty), as: UTF8.self).contains("<DoThingResult>"))
  }
}
