import Protocols
import Runtime

/// Makes a version of a layer out of a zip file; processes find its folders in their search paths.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
enum PublishLayerVersion: AWSOperation {
  enum Input: StructureShape {
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let description = Member<String>("Description", .length(0...256))
    static let content = Required<Values<LayerVersionContentInput>>("Content")
    static let compatibleRuntimes = Member<[String]>(
      "CompatibleRuntimes", .length(0...15), .each([LambdaTraits.runtimes]))
    static let licenseInfo = Member<String>("LicenseInfo", .length(0...512))
    static let compatibleArchitectures = Member<[String]>(
      "CompatibleArchitectures", .length(0...2), LambdaTraits.architectures)
    static let shape = structure(
      "PublishLayerVersionRequest", layerName, description, content, compatibleRuntimes, licenseInfo,
      compatibleArchitectures)
  }
  typealias Output = LayerVersionDescription

  static var http: HTTPBinding? { HTTPBinding("POST", "/2018-10-31/layers/{LayerName}/versions", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let key = try LayerVersion.key(input[Input.layerName], request)
    let content = input[Input.content]
    let source = try CodeSource(
      zip: content[LayerVersionContentInput.zipFile], bucket: content[LayerVersionContentInput.s3Bucket],
      key: content[LayerVersionContentInput.s3Key], version: content[LayerVersionContentInput.s3ObjectVersion],
      isLayer: true)
    let id = "code-" + service.newID()
    return .later {
      let taken: Result<LambdaFunction.Code, AWSError>
      do throws(AWSError) {
        taken = .success(
          try await source.take(
            into: service.house.code, id: id, service.setting, as: request.caller, region: request.region))
      } catch {
        taken = .failure(error)
      }
      return { () throws(AWSError) -> Answer<Output> in
        guard case .zip(let id, let sha256, let size) = try taken.get() else {
          throw AWSError.invalidParameter("A layer is made of a zip file.")
        }
        let documents = service.store.documents
        let number = documents[.nextLayerVersion, key].flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 1
        let layer = LayerVersion(
          key: key, number: number, codeID: id, codeSHA256: sha256, codeSize: size,
          description: input[Input.description] ?? "", licenseInfo: input[Input.licenseInfo],
          runtimes: input[Input.compatibleRuntimes], architectures: input[Input.compatibleArchitectures],
          created: request.now)
        try documents.put(Array(String(number + 1).utf8), .nextLayerVersion, key)
        try documents.put(layer.document, .layerVersion, key, String(number))
        return .now(LayerVersionDescription.of(layer, location: service.codeURL(id, endpoint: request.endpoint)))
      }
    }
  }
}
