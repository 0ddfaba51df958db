import Protocols

enum LayerTraits {
  static let nameLength = Trait.length(1...140)
  static let namePattern = Trait.pattern(
    #"(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+"#)
}

enum LayerVersionContentInput: StructureShape {
  static let s3Bucket = Member<String>("S3Bucket", .length(3...63), .pattern(#"[0-9A-Za-z\.\-_]*(?<!\.)"#))
  static let s3Key = Member<String>("S3Key", .length(1...1024))
  static let s3ObjectVersion = Member<String>("S3ObjectVersion", .length(1...1024))
  static let zipFile = Member<Blob>("ZipFile")
  static let shape = structure("LayerVersionContentInput", s3Bucket, s3Key, s3ObjectVersion, zipFile)
}

enum LayerVersionContentOutput: StructureShape {
  static let location = Member<String>("Location")
  static let codeSHA256 = Member<String>("CodeSha256")
  static let codeSize = Member<Int>("CodeSize")
  static let shape = structure("LayerVersionContentOutput", location, codeSHA256, codeSize)
}

/// What the API shows of one version of a layer; `content` is left out in lists.
enum LayerVersionDescription: StructureShape {
  static let content = Member<Values<LayerVersionContentOutput>>("Content")
  static let layerARN = Member<String>("LayerArn")
  static let layerVersionARN = Member<String>("LayerVersionArn")
  static let description = Member<String>("Description")
  static let createdDate = Member<String>("CreatedDate")
  static let version = Member<Int>("Version")
  static let compatibleRuntimes = Member<[String]>("CompatibleRuntimes")
  static let licenseInfo = Member<String>("LicenseInfo")
  static let compatibleArchitectures = Member<[String]>("CompatibleArchitectures")
  static let shape = structure(
    "GetLayerVersionResponse", content, layerARN, layerVersionARN, description, createdDate, version,
    compatibleRuntimes, licenseInfo, compatibleArchitectures)

  /// `location` is the URL of the zip file.
  static func of(_ layer: LayerVersion, location: String) -> Values<LayerVersionDescription> {
    .with { out in
      out[content] = .with {
        $0[LayerVersionContentOutput.location] = location
        $0[LayerVersionContentOutput.codeSHA256] = layer.codeSHA256
        $0[LayerVersionContentOutput.codeSize] = layer.codeSize
      }
      out[layerARN] = layer.layerARN
      out[layerVersionARN] = layer.arn
      out[description] = layer.description
      out[createdDate] = layer.createdDate
      out[version] = layer.number
      out[compatibleRuntimes] = layer.runtimes
      out[licenseInfo] = layer.licenseInfo
      out[compatibleArchitectures] = layer.architectures
    }
  }
}

enum LayerVersionsListItem: StructureShape {
  static let layerVersionARN = Member<String>("LayerVersionArn")
  static let version = Member<Int>("Version")
  static let description = Member<String>("Description")
  static let createdDate = Member<String>("CreatedDate")
  static let compatibleRuntimes = Member<[String]>("CompatibleRuntimes")
  static let licenseInfo = Member<String>("LicenseInfo")
  static let compatibleArchitectures = Member<[String]>("CompatibleArchitectures")
  static let shape = structure(
    "LayerVersionsListItem", layerVersionARN, version, description, createdDate, compatibleRuntimes, licenseInfo,
    compatibleArchitectures)

  static func of(_ layer: LayerVersion) -> Values<LayerVersionsListItem> {
    .with { out in
      out[layerVersionARN] = layer.arn
      out[version] = layer.number
      out[description] = layer.description
      out[createdDate] = layer.createdDate
      out[compatibleRuntimes] = layer.runtimes
      out[licenseInfo] = layer.licenseInfo
      out[compatibleArchitectures] = layer.architectures
    }
  }
}
