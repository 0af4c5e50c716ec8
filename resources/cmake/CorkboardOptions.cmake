# The compiler settings that every target of the project shares.
add_library(corkboard_options INTERFACE)
target_compile_features(corkboard_options INTERFACE cxx_std_23)
target_compile_definitions(
    corkboard_options
    INTERFACE
        CORKBOARD_VERSION="${PROJECT_VERSION}"
        QT_NO_CAST_FROM_ASCII
        QT_NO_CAST_TO_ASCII
        QT_NO_CAST_FROM_BYTEARRAY
        QT_NO_URL_CAST_FROM_STRING
        QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
        QT_NO_FOREACH
        QT_NO_CONTEXTLESS_CONNECT
        QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(MSVC)
    target_compile_options(corkboard_options INTERFACE /W4 /permissive- /utf-8)
else()
    target_compile_options(
        corkboard_options
        INTERFACE
            -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wold-style-cast
            -Woverloaded-virtual
            -Wnon-virtual-dtor)
endif()
