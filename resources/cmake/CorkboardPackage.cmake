# Read by cpack before it makes a package.
if(CPACK_GENERATOR STREQUAL "DEB")
    # Each package's own description begins with its summary; CPack would put this one above both.
    set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")

    # Without them CPack makes a package that depends on nothing, and says so only in passing.
    foreach(tool file dpkg-shlibdeps)
        find_program(corkboard_${tool} ${tool})
        if(NOT corkboard_${tool})
            message(FATAL_ERROR "${tool} is missing: apt-get install file dpkg-dev")
        endif()
    endforeach()
endif()
