import Protocols

/// The cases of the Smithy protocol tests that do not pass, and why.
enum ProtocolGaps {
  private static let defaults =
    "defaults are the operation's own work: a shape states none"
  private static let noBody =
    "the case gives no body to read its input from"
  private static let queryCompatible =
    "no service here is awsQueryCompatible"
  private static let requestField =
    "the case asks an answer for a field of requests"
  private static let requestID =
    "the gateway's field"
  private static let notSent =
    "what the case wants back is not in the request"
  private static let offset =
    "an offset from UTC names a moment too; awsQuery and S3 take it"
  private static let mediaType =
    "no shape states a media type: none of the services has one on a field or payload"
  private static let contentType =
    "what the body is called, and what the client would accept, decide nothing at AWS's Lambda"
  private static let emptyPayload =
    "an empty object is an empty structure, not an absent one"
  private static let streaming =
    "a streamed payload passes by: the gateway's BodySink takes it, the transport sends it"
  private static let encoding =
    "the gateway undoes Content-Encoding; the case gives no body"
  private static let queryMap =
    "the case leaves out the map of all parameters, which restJson1's cases and the trait's text ask for"
  private static let bucketInHost =
    "the bucket is in the host, which the gateway's address rules read"
  private static let wrappedError =
    "errors are in S3's own form; no other service here speaks restXml"
  private static let forReaders =
    "the case shows what a client must be able to read, not what a server writes"
  private static let typeWithoutBody =
    "S3 sends no Content-Type without a body"

  /// File → list/case → reason.
  static let all: [String: [String: String]] = [
    "awsJson1_0": awsJson10,
    "awsJson1_1": awsJson11,
    "awsQuery": awsQuery,
    "restJson1": restJson1,
    "restXml": restXml,
    "rpcv2Cbor": rpcv2Cbor,
  ]

  private static let awsJson10: [String: String] = [
    "requests/AwsJson10ServerPopulatesDefaultsWhenMissingInRequestBody": defaults,
    "requests/AwsJson10ServerPopulatesNestedDefaultsWhenMissingInRequestBody": defaults,
    "responses/AwsJson10ServerPopulatesDefaultsInResponseWhenMissingInParams": defaults,
    "responses/AwsJson10ServerPopulatesNestedDefaultValuesWhenMissingInInResponseParams": defaults,
    "requests/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0": noBody,
    "requests/SDKAppliedContentEncoding_awsJson1_0": noBody,
    "responses/QueryCompatibleAwsJson10CustomCodeError": queryCompatible,
  ]

  private static let awsJson11: [String: String] = [
    "requests/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1": noBody,
    "requests/SDKAppliedContentEncoding_awsJson1_1": noBody,
    "responses/AwsJson11IntEnums": requestField,
    "responses/parses_the_request_id_from_the_response": requestID,
  ]

  private static let awsQuery: [String: String] = [
    "requests/QueryEmptyQueryMaps": notSent,
    "requests/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery": noBody,
    "requests/SDKAppliedContentEncoding_awsQuery": noBody,
  ]

  private static let restJson1: [String: String] = [
    "malformed/RestJsonBodyTimestampDateTimeRejectsUTCOffsets_case0": offset,
    "malformed/RestJsonPathTimestampDefaultRejectsUTCOffsets": offset,
    "malformed/RestJsonHeaderMalformedStringInvalidBase64MediaType_case0": mediaType,
    "malformed/RestJsonHeaderMalformedStringInvalidBase64MediaType_case1": mediaType,
    "malformed/RestJsonHeaderMalformedStringInvalidBase64MediaType_case2": mediaType,
    "malformed/RestJsonHeaderMalformedStringInvalidBase64MediaType_case3": mediaType,
    "requests/MediaTypeHeaderInputBase64": mediaType,
    "responses/MediaTypeHeaderOutputBase64": mediaType,
    "responses/RestJsonHttpPayloadTraitsWithMediaTypeWithBlob": mediaType,
    "malformed/RestJsonStringPayloadNoContentType": contentType,
    "malformed/RestJsonStringPayloadUnsatisfiableAccept": contentType,
    "malformed/RestJsonStringPayloadWrongContentType": contentType,
    "malformed/RestJsonWithBodyExpectsApplicationJsonAccept": contentType,
    "malformed/RestJsonWithBodyExpectsApplicationJsonContentType": contentType,
    "malformed/RestJsonWithBodyExpectsApplicationJsonContentTypeNoHeaders": contentType,
    "malformed/RestJsonWithPayloadExpectsImpliedAccept": contentType,
    "malformed/RestJsonWithPayloadExpectsImpliedContentType": contentType,
    "malformed/RestJsonWithPayloadExpectsModeledAccept": contentType,
    "malformed/RestJsonWithPayloadExpectsModeledContentType": contentType,
    "malformed/RestJsonWithoutBodyEmptyInputExpectsEmptyContentType": contentType,
    "malformed/RestJsonWithoutBodyExpectsEmptyContentType": contentType,
    "requests/RestJsonHttpWithEmptyStructurePayload": emptyPayload,
    "requests/RestJsonHttpWithHeadersButNoPayload": emptyPayload,
    "requests/RestJsonOmitsEmptyListQueryValues": notSent,
    "requests/RestJsonServerPopulatesDefaultsWhenMissingInRequestBody": defaults,
    "requests/RestJsonServerPopulatesNestedDefaultsWhenMissingInRequestBody": defaults,
    "responses/RestJsonServerPopulatesDefaultsInResponseWhenMissingInParams": defaults,
    "responses/RestJsonServerPopulatesNestedDefaultValuesWhenMissingInInResponseParams": defaults,
    "requests/RestJsonStreamingTraitsRequireLengthWithBlob": streaming,
    "requests/RestJsonStreamingTraitsWithBlob": streaming,
    "requests/RestJsonStreamingTraitsWithMediaTypeWithBlob": streaming,
    "responses/RestJsonStreamingTraitsWithBlob": streaming,
    "responses/RestJsonStreamingTraitsWithMediaTypeWithBlob": streaming,
    "requests/SDKAppendedGzipAfterProvidedEncoding_restJson1": encoding,
    "requests/SDKAppliedContentEncoding_restJson1": encoding,
  ]

  private static let restXml: [String: String] = [
    "requests/AllQueryStringTypes": queryMap,
    "requests/RestXmlQueryStringEscaping": queryMap,
    "requests/RestXmlSupportsInfinityFloatQueryValues": queryMap,
    "requests/RestXmlSupportsNaNFloatQueryValues": queryMap,
    "requests/RestXmlSupportsNegativeInfinityFloatQueryValues": queryMap,
    "requests/RestXmlZeroAndFalseQueryValues": queryMap,
    "requests/S3DefaultAddressing": bucketInHost,
    "requests/S3EscapeObjectKeyInUriLabel": bucketInHost,
    "requests/S3EscapePathObjectKeyInUriLabel": bucketInHost,
    "requests/S3OperationAddressingPreferred": bucketInHost,
    "requests/S3PreservesEmbeddedDotSegmentInUriLabel": bucketInHost,
    "requests/S3PreservesLeadingDotSegmentInUriLabel": bucketInHost,
    "requests/S3VirtualHostAccelerateAddressing": bucketInHost,
    "requests/S3VirtualHostAddressing": bucketInHost,
    "requests/S3VirtualHostDualstackAccelerateAddressing": bucketInHost,
    "requests/S3VirtualHostDualstackAddressing": bucketInHost,
    "requests/SDKAppendedGzipAfterProvidedEncoding_restXml": encoding,
    "requests/SDKAppliedContentEncoding_restXml": encoding,
    "responses/ComplexError": wrappedError,
    "responses/InvalidGreetingError": wrappedError,
    "responses/S3OperationNoErrorWrappingResponse": wrappedError,
    "responses/HttpPayloadTraitsWithMediaTypeWithBlob": mediaType,
    "responses/RestXmlDateTimeWithNegativeOffset": forReaders,
    "responses/RestXmlDateTimeWithPositiveOffset": forReaders,
    "responses/SimpleScalarPropertiesWithXMLPreamble": forReaders,
    "responses/RestXmlHttpResponseCode": typeWithoutBody,
  ]

  private static let rpcv2Cbor: [String: String] = [
    "requests/RpcV2CborServerPopulatesDefaultsWhenMissingInRequestBody": defaults,
    "responses/RpcV2CborServerPopulatesDefaultsInResponseWhenMissingInParams": defaults,
    "responses/QueryCompatibleRpcV2CborCustomCodeError": queryCompatible,
  ]

  /// The cases for Smithy's validator, all of one cause.
  static func malformed(_ file: ProtocolTestFile, _ test: JSONValue) -> String? {
    let operation = file.operation(test["operation"]?.string ?? "")
    guard operation["service"]?.string == "aws.protocoltests.restjson.validation#RestJsonValidation" else { return nil }
    return "the words and the order of Smithy's own validator, where AWS's services have theirs (see Validator)"
  }
}
