# What `cmake --install` puts where, and the Debian packages that `cpack -G DEB` makes of it: the
# component server is the package corkboard-server, the component client the package corkboard.
include(GNUInstallDirs)

set(linux "${PROJECT_SOURCE_DIR}/resources/linux")
set(man "${PROJECT_SOURCE_DIR}/resources/man")
set(app_id io.github.corkboard.Corkboard)

# Man pages are compressed where gzip is, as Debian wants it.
find_program(CORKBOARD_GZIP gzip)
mark_as_advanced(CORKBOARD_GZIP)

# corkboard_install_compressed(<file> <destination> <name> <component>)
function(corkboard_install_compressed file destination name component)
    if(NOT CORKBOARD_GZIP)
        install(FILES "${file}" DESTINATION "${destination}" RENAME "${name}" COMPONENT ${component})
        return()
    endif()
    set(compressed "${CMAKE_CURRENT_BINARY_DIR}/compressed/${component}/${name}.gz")
    cmake_path(GET compressed PARENT_PATH folder)
    file(MAKE_DIRECTORY "${folder}")
    add_custom_command(
        OUTPUT "${compressed}"
        COMMAND ${CORKBOARD_GZIP} -9 -n -c "${file}" > "${compressed}"
        DEPENDS "${file}"
        VERBATIM)
    string(MAKE_C_IDENTIFIER "corkboard_${component}_${name}" target)
    add_custom_target(${target} ALL DEPENDS "${compressed}")
    install(FILES "${compressed}" DESTINATION "${destination}" COMPONENT ${component})
endfunction()

# corkboard_install_program(<target> <component>): the program with its man page and documents.
function(corkboard_install_program target component)
    install(TARGETS ${target} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT ${component})
    set(documents "${CMAKE_INSTALL_DATADIR}/doc/${target}")
    install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${documents}"
            COMPONENT ${component})
    install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${documents}" RENAME copyright
            COMPONENT ${component})
    corkboard_install_compressed("${PROJECT_SOURCE_DIR}/resources/docs/CHANGELOG.md"
                                 "${documents}" changelog ${component})
    if(UNIX)
        corkboard_install_compressed("${man}/${target}.1" "${CMAKE_INSTALL_MANDIR}/man1"
                                     ${target}.1 ${component})
    endif()
endfunction()

set(CPACK_COMPONENTS_ALL)
if(TARGET corkboard-server)
    list(APPEND CPACK_COMPONENTS_ALL server)
    corkboard_install_program(corkboard-server server)
    if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
        # The unit names the program without its folder, so it fits any prefix that systemd searches.
        install(FILES "${linux}/corkboard-server.service" DESTINATION lib/systemd/system
                COMPONENT server)
    endif()
endif()
if(TARGET corkboard)
    list(APPEND CPACK_COMPONENTS_ALL client)
    corkboard_install_program(corkboard client)
    if(UNIX AND NOT APPLE)
        set(hicolor "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
        install(FILES "${linux}/${app_id}.desktop"
                DESTINATION "${CMAKE_INSTALL_DATADIR}/applications" COMPONENT client)
        install(FILES "${linux}/${app_id}.metainfo.xml"
                DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo" COMPONENT client)
        install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/corkboard.svg"
                DESTINATION "${hicolor}/scalable/apps" RENAME ${app_id}.svg COMPONENT client)
        foreach(size 16 32 48 64 128 256)
            install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/corkboard-${size}.png"
                    DESTINATION "${hicolor}/${size}x${size}/apps" RENAME ${app_id}.png
                    COMPONENT client)
        endforeach()
    endif()
endif()

set(CPACK_PACKAGE_NAME corkboard)
set(CPACK_PACKAGE_VENDOR "Corkboard contributors")
set(CPACK_PACKAGE_CONTACT "Corkboard contributors <corkboard@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/resources/cmake/CorkboardPackage.cmake")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_SERVER_PACKAGE_NAME corkboard-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
# They tell systemd of an installation, an upgrade and a removal.
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA "${linux}/package-scripts/postinst"
                                              "${linux}/package-scripts/prerm"
                                              "${linux}/package-scripts/postrm")
set(CPACK_COMPONENT_SERVER_DESCRIPTION
    "publish/subscribe broker with a readable protocol
Clients subscribe to topics, by name or with wildcards, and publish messages
to them; the newest retained message of a topic is kept for later subscribers.
The protocol is made of text lines that a person can type with nc.
.
The service is installed but not started: systemctl enable --now
corkboard-server starts it for this computer alone. An upgrade restarts it
where it runs, and removing the package stops and disables it.")

set(CPACK_DEBIAN_CLIENT_PACKAGE_NAME corkboard)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SECTION education)
# The window starts a broker of its own where asked to; the platform plug-in for Wayland and the
# look of the desktop are no libraries that a program links, so no tool finds them.
set(CPACK_DEBIAN_CLIENT_PACKAGE_RECOMMENDS
    "corkboard-server, qt6-qpa-plugins, qt6-wayland, qt6-gtk-platformtheme, qt6-xdgdesktopportal-platformtheme")
set(CPACK_COMPONENT_CLIENT_DESCRIPTION
    "window on a publish/subscribe broker
Tick topics to subscribe to them, publish and retain messages, and see every
message and every line that goes over the wire. Made for people who learn or
teach how publish and subscribe, wildcards and retained messages work.")

include(CPack)
