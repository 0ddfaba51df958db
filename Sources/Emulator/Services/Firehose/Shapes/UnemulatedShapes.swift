import Protocols

// What the emulator does not deliver to or read from. CreateDeliveryStream refuses each by name, so the shapes need no
// members here.

enum DirectPutSourceConfiguration: StructureShape { static let shape = structure("DirectPutSourceConfiguration") }
enum RedshiftDestinationConfiguration: StructureShape {
  static let shape = structure("RedshiftDestinationConfiguration")
}
enum ElasticsearchDestinationConfiguration: StructureShape {
  static let shape = structure("ElasticsearchDestinationConfiguration")
}
enum AmazonopensearchserviceDestinationConfiguration: StructureShape {
  static let shape = structure("AmazonopensearchserviceDestinationConfiguration")
}
enum SplunkDestinationConfiguration: StructureShape { static let shape = structure("SplunkDestinationConfiguration") }
enum HttpEndpointDestinationConfiguration: StructureShape {
  static let shape = structure("HttpEndpointDestinationConfiguration")
}
enum AmazonOpenSearchServerlessDestinationConfiguration: StructureShape {
  static let shape = structure("AmazonOpenSearchServerlessDestinationConfiguration")
}
enum MSKSourceConfiguration: StructureShape { static let shape = structure("MSKSourceConfiguration") }
enum SnowflakeDestinationConfiguration: StructureShape {
  static let shape = structure("SnowflakeDestinationConfiguration")
}
enum IcebergDestinationConfiguration: StructureShape { static let shape = structure("IcebergDestinationConfiguration") }
enum DatabaseSourceConfiguration: StructureShape { static let shape = structure("DatabaseSourceConfiguration") }
enum RedshiftDestinationUpdate: StructureShape { static let shape = structure("RedshiftDestinationUpdate") }
enum ElasticsearchDestinationUpdate: StructureShape { static let shape = structure("ElasticsearchDestinationUpdate") }
enum AmazonopensearchserviceDestinationUpdate: StructureShape {
  static let shape = structure("AmazonopensearchserviceDestinationUpdate")
}
enum SplunkDestinationUpdate: StructureShape { static let shape = structure("SplunkDestinationUpdate") }
enum HttpEndpointDestinationUpdate: StructureShape { static let shape = structure("HttpEndpointDestinationUpdate") }
enum AmazonOpenSearchServerlessDestinationUpdate: StructureShape {
  static let shape = structure("AmazonOpenSearchServerlessDestinationUpdate")
}
enum SnowflakeDestinationUpdate: StructureShape { static let shape = structure("SnowflakeDestinationUpdate") }
enum IcebergDestinationUpdate: StructureShape { static let shape = structure("IcebergDestinationUpdate") }
enum RedshiftDestinationDescription: StructureShape { static let shape = structure("RedshiftDestinationDescription") }
enum ElasticsearchDestinationDescription: StructureShape {
  static let shape = structure("ElasticsearchDestinationDescription")
}
enum AmazonopensearchserviceDestinationDescription: StructureShape {
  static let shape = structure("AmazonopensearchserviceDestinationDescription")
}
enum SplunkDestinationDescription: StructureShape { static let shape = structure("SplunkDestinationDescription") }
enum HttpEndpointDestinationDescription: StructureShape {
  static let shape = structure("HttpEndpointDestinationDescription")
}
enum SnowflakeDestinationDescription: StructureShape { static let shape = structure("SnowflakeDestinationDescription") }
enum AmazonOpenSearchServerlessDestinationDescription: StructureShape {
  static let shape = structure("AmazonOpenSearchServerlessDestinationDescription")
}
enum IcebergDestinationDescription: StructureShape { static let shape = structure("IcebergDestinationDescription") }
enum DirectPutSourceDescription: StructureShape { static let shape = structure("DirectPutSourceDescription") }
enum MSKSourceDescription: StructureShape { static let shape = structure("MSKSourceDescription") }
enum DatabaseSourceDescription: StructureShape { static let shape = structure("DatabaseSourceDescription") }
enum SchemaConfiguration: StructureShape { static let shape = structure("SchemaConfiguration") }
enum InputFormatConfiguration: StructureShape { static let shape = structure("InputFormatConfiguration") }
enum OutputFormatConfiguration: StructureShape { static let shape = structure("OutputFormatConfiguration") }
