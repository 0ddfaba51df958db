import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutFunctionEventInvokeConfigTests {
  @Test func refusesWhatIsNoDestination() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    func put(_ destination: String) async -> String? {
      await lambda.house.error(PutFunctionEventInvokeConfig.self) {
        $0[PutFunctionEventInvokeConfig.Input.functionName] = "f"
        $0[PutFunctionEventInvokeConfig.Input.destinationConfig] = .with {
          $0[InvokeDestinations.onFailure] = .with { $0[InvokeDestinations.OnFailure.destination] = destination }
        }
      }?.message
    }
    #expect(
      await put("arn:aws:lambda:us-east-1:000000000000:function:f")
        == "You can't specify the function as a destination for itself.")
    #expect(
      await put("arn:aws:lambda:us-east-1:000000000000:function:fx")
        == "The destination ARN arn:aws:lambda:us-east-1:000000000000:function:fx is invalid.")
    #expect(
      await put("arn:aws:iam:us-east-1:000000000000:x")
        == "The provided destination config DestinationConfig(onSuccess=null, "
        + "onFailure=OnFailure(destination=arn:aws:iam:us-east-1:000000000000:x)) is invalid.")
    #expect(await put("arn:aws:sns:us-east-1:000000000000:t") == nil)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "PUT", "/2019-09-25/functions/f/event-invoke-config",
        #"{"MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":60}"#)
          == #"""
          200
          {"LastModified":<time>,
          "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
          "MaximumRetryAttempts":0,
          "MaximumEventAgeInSeconds":60,
          "DestinationConfig":{"OnSuccess":{},
          "OnFailure":{}}}
          """#)
    #expect(
      await lambda.wire("PUT", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumRetryAttempts":3}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '3' at 'maximumRetryAttempts'
        failed to satisfy constraint: Member must have value less than or equal to 2"}
        """#)
    await lambda.stop()
  }
}
